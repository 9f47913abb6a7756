internal import CSkinPlatform
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Workers that share the parts of one piece of work; the caller is worker 0.
///
/// Parts are claimed one by one, so a worker that lost its processor to another program delays no more than the part it
/// has begun. Between two pieces of work, workers spin for a fraction of a millisecond, then sleep in the kernel.
final class Team {
  private let state: TeamState
  private var threads: [pthread_t] = []

  /// Starts `threadCount - 1` threads.
  init(threadCount: Int) throws(KernelError) {
    state = TeamState()
    for worker in 1..<max(threadCount, 1) {
      var thread = pthread_t(bitPattern: 0)
      // SAFETY: the thread takes over the one reference that `start` holds.
      let start = unsafe Unmanaged.passRetained(Start(state: state, worker: worker))
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          // SAFETY: `argument` is the `start` of this thread.
          guard let argument = unsafe argument else { return nil }
          let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          start.state.work(as: start.worker)
          return nil
        }, unsafe start.toOpaque())
      guard code == 0 else {
        unsafe start.release()
        dismiss()
        throw .noThread(code: code)
      }
      threads.append(thread)
    }
  }

  deinit { dismiss() }

  /// Calls `body(part, worker)` once for each part; returns when all are done.
  ///
  /// - Precondition: `body` may run for different parts at once; one caller at a time.
  func run(_ partCount: Int, _ body: (Int, Int) -> Void) {
    if threads.isEmpty || partCount <= 1 {
      for part in 0..<partCount { body(part, 0) }
    } else {
      state.run(partCount, body)
    }
  }

  private func dismiss() {
    state.stop()
    for thread in threads { pthread_join(thread, nil) }
    threads.removeAll()
  }
}

/// What a thread is started with.
private final class Start: Sendable {
  let state: TeamState
  let worker: Int
  init(state: TeamState, worker: Int) {
    self.state = state
    self.worker = worker
  }
}

/// What the workers share.
///
/// `@unchecked Sendable`: `body` is the only plain variable. It is written while no part is claimed, before `parts` is
/// released with new ones, and read only by whoever claimed a part, before that part counts as finished.
@safe private final class TeamState: @unchecked Sendable {
  /// The parts of this piece of work (upper half) and the next unclaimed one (lower half).
  private let parts = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)
  /// What sleepers sleep on; changes with every call that wakes them.
  private let signal: UnsafeMutablePointer<Atomic<UInt32>>
  private var body: ((Int, Int) -> Void)?

  /// Pauses before a worker sleeps: a few tenths of a millisecond, longer than the gaps inside a decoder's step.
  private static let patience = 10_000

  init() {
    unsafe signal = .allocate(capacity: 1)
    unsafe signal.initialize(to: Atomic(0))
  }

  deinit {
    unsafe signal.deinitialize(count: 1)
    unsafe signal.deallocate()
  }

  func run(_ partCount: Int, _ body: (Int, Int) -> Void) {
    precondition(partCount <= Int(UInt32.max), "\(partCount) parts")
    withoutActuallyEscaping(body) { body in
      self.body = body
      finished.store(0, ordering: .relaxed)
      parts.store(UInt64(partCount) << 32, ordering: .sequentiallyConsistent)
      if sleeping.load(ordering: .sequentiallyConsistent) != 0 { wake() }
      takeParts(as: 0)
      var pauses = 0
      while finished.load(ordering: .acquiring) != partCount {
        skin_pause()
        pauses += 1
        if pauses % 4096 == 0 { sched_yield() }
      }
      self.body = nil
    }
  }

  func stop() {
    stopped.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  /// The main loop of a thread.
  func work(as worker: Int) {
    var pauses = 0
    while !stopped.load(ordering: .relaxed) {
      if hasParts {
        takeParts(as: worker)
        pauses = 0
      } else if pauses < Self.patience {
        skin_pause()
        pauses += 1
      } else {
        sleep()
        pauses = 0
      }
    }
  }

  private var hasParts: Bool {
    let state = parts.load(ordering: .sequentiallyConsistent)
    return state & 0xffff_ffff < state >> 32
  }

  private func takeParts(as worker: Int) {
    var state = parts.load(ordering: .acquiring)
    while state & 0xffff_ffff < state >> 32 {
      let (exchanged, found) = parts.weakCompareExchange(
        expected: state, desired: state + 1, ordering: .acquiringAndReleasing)
      if exchanged {
        perform(Int(state & 0xffff_ffff), worker)
        _ = finished.add(1, ordering: .releasing)
        state = parts.load(ordering: .acquiring)
      } else {
        state = found
      }
    }
  }

  /// Not inlined, so that the closure is released before the part counts as finished.
  @inline(never) private func perform(_ part: Int, _ worker: Int) { body?(part, worker) }

  private func wake() {
    // SAFETY: the word lives as long as the state; an atomic has the address of its number.
    _ = unsafe signal.pointee.add(1, ordering: .sequentiallyConsistent)
    unsafe skin_futex_wake(UnsafeMutableRawPointer(signal).assumingMemoryBound(to: UInt32.self), Int32.max)
  }

  private func sleep() {
    // SAFETY: as in `wake`. Whoever brings work stores it, then looks for sleepers; whoever sleeps says so, then looks
    // for work.
    let seen = unsafe signal.pointee.load(ordering: .sequentiallyConsistent)
    _ = sleeping.add(1, ordering: .sequentiallyConsistent)
    if !hasParts && !stopped.load(ordering: .sequentiallyConsistent) {
      unsafe skin_futex_wait(UnsafeMutableRawPointer(signal).assumingMemoryBound(to: UInt32.self), seen)
    }
    _ = sleeping.subtract(1, ordering: .sequentiallyConsistent)
  }
}
