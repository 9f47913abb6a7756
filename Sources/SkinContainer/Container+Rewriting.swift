package import SkinConfiguration

extension Container {
  /// Writes the container again with other resources; the weights stay as they are, byte for byte.
  ///
  /// - Parameters:
  ///   - path: where it goes; it appears under its name only when it is complete.
  ///   - configuration: the new configuration, with the same extents.
  ///   - replaced: resources that take the place of those with the same names, or are added.
  /// - Returns: the new container's digest.
  /// - Throws: ``ContainerError``
  package func rewrite(
    to path: String, configuration: ModelConfiguration, replacing replaced: [ResourceName: [UInt8]]
  ) throws(ContainerError) -> String {
    var options = WriterOptions()
    options.shufflesBits = records.contains { $0.shuffledChunkCount > 0 }
    let writer = try ContainerWriter(path: path, configuration: configuration, options: options)
    for record in records {
      try writer.beginTensor(record.name, shape: record.shape, scheme: record.scheme, storage: record.storage)
      try writer.append(try storedBytes(of: record))
      try writer.endTensor(errorMeasures: record.errorMeasures)
    }
    let kept = resourceNames
    let added = replaced.keys.filter { !kept.contains($0) }.sorted { $0.rawValue < $1.rawValue }
    for name in kept + added {
      let bytes: [UInt8]
      if let other = replaced[name] { bytes = other } else { bytes = try resource(name) }
      try writer.addResource(name, bytes: bytes)
    }
    return try writer.finish()
  }
}
