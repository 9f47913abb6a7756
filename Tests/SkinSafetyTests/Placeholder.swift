// The tests follow with the guard.
