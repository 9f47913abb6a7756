// Float weights: lanes are the panel's rows, columns are added up in order with fused multiply-adds.

@inline(__always) func weight(_ p: UnsafeRawPointer, _ column: Int, _ isHalf: Bool) -> Lanes {
  isHalf ? halves(p + column * 32) : (p + column * 64).loadUnaligned(as: Lanes.self)
}

/// A panel times a tile's rows.
@inline(__always) func tileFloat(
  _ w: UnsafeRawPointer, _ columnCount: Int, _ isHalf: Bool, _ x: UnsafePointer<Float>, _ tile: Int, _ target: Target,
  _ panel: Int, _ row: Int
) {
  var done = 0
  #if ISA_AVX512
    while done + 8 <= tile {
      eightRows(w, columnCount, isHalf, x + done, tile, target, panel, row + done)
      done += 8
    }
    while done + 4 <= tile {
      fourRows(w, columnCount, isHalf, x + done, tile, target, panel, row + done)
      done += 4
    }
  #elseif ISA_AVX2
    while done + 4 <= tile {
      fourRows(w, columnCount, isHalf, x + done, tile, target, panel, row + done)
      done += 4
    }
  #endif
  while done + 2 <= tile {
    var a = Lanes.zero, b = Lanes.zero
    var source = x + done
    for column in 0..<columnCount {
      let v = weight(w, column, isHalf)
      a = fma(v, lanes(source[0]), a)
      b = fma(v, lanes(source[1]), b)
      source += tile
    }
    put(a, panel, row + done, target)
    put(b, panel, row + done + 1, target)
    done += 2
  }
  if done < tile {
    var a = Lanes.zero
    for column in 0..<columnCount { a = fma(weight(w, column, isHalf), lanes(x[column * tile + done]), a) }
    put(a, panel, row + done, target)
  }
}

@inline(__always) func fourRows(
  _ w: UnsafeRawPointer, _ columnCount: Int, _ isHalf: Bool, _ x: UnsafePointer<Float>, _ tile: Int, _ target: Target,
  _ panel: Int, _ row: Int
) {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var source = x
  for column in 0..<columnCount {
    let v = weight(w, column, isHalf)
    a = fma(v, lanes(source[0]), a)
    b = fma(v, lanes(source[1]), b)
    c = fma(v, lanes(source[2]), c)
    d = fma(v, lanes(source[3]), d)
    source += tile
  }
  put(a, panel, row, target)
  put(b, panel, row + 1, target)
  put(c, panel, row + 2, target)
  put(d, panel, row + 3, target)
}

@inline(__always) func eightRows(
  _ w: UnsafeRawPointer, _ columnCount: Int, _ isHalf: Bool, _ x: UnsafePointer<Float>, _ tile: Int, _ target: Target,
  _ panel: Int, _ row: Int
) {
  var a = Lanes.zero, b = Lanes.zero, c = Lanes.zero, d = Lanes.zero
  var e = Lanes.zero, f = Lanes.zero, g = Lanes.zero, h = Lanes.zero
  var source = x
  for column in 0..<columnCount {
    let v = weight(w, column, isHalf)
    a = fma(v, lanes(source[0]), a)
    b = fma(v, lanes(source[1]), b)
    c = fma(v, lanes(source[2]), c)
    d = fma(v, lanes(source[3]), d)
    e = fma(v, lanes(source[4]), e)
    f = fma(v, lanes(source[5]), f)
    g = fma(v, lanes(source[6]), g)
    h = fma(v, lanes(source[7]), h)
    source += tile
  }
  put(a, panel, row, target)
  put(b, panel, row + 1, target)
  put(c, panel, row + 2, target)
  put(d, panel, row + 3, target)
  put(e, panel, row + 4, target)
  put(f, panel, row + 5, target)
  put(g, panel, row + 6, target)
  put(h, panel, row + 7, target)
}
