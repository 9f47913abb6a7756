/// A time as the header `Date` writes it (RFC 9110, section 5.6.7), like `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text for seconds since 1970.
  static func text(_ seconds: Int) -> String {
    let day = seconds / 86_400
    let second = seconds % 86_400
    // In years that begin in March the leap day comes last; 719,468 days lead from the start of such a year 0 to 1970.
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = (march + 2) % 12
    let year = era * 400 + yearOfEra + (month < 2 ? 1 : 0)
    func two(_ number: Int) -> String { String("0\(number)".suffix(2)) }
    return "\(days[day % 7]), \(two(dayOfYear - (153 * march + 2) / 5 + 1)) \(months[month]) \(year)"
      + " \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
  }
}
