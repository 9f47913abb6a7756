// swift-tools-version: 6.2
// The order of the targets is the order of dependencies: a line may name only lines above it.
import PackageDescription

/// Settings of every Swift target but the kernels: modern Swift, each unsafe use marked, no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Settings of the targets whose loops matter also in a debug build: `Matrix` and the plain reference kernels.
let optimizedInDebug = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A kernel target: one source folder, built once for each instruction set.
///
/// `-Xcc` flags reach the compiler's intrinsics and Swift's own code generation. A debug build is optimized too,
/// because at `-Onone` generic specializations with these instructions leak into the rest of the program.
func kernels(_ name: String, _ defines: [String], _ flags: [String], path: String? = nil) -> Target {
  .target(
    name: "SkinKernels\(name)", dependencies: ["CSkinPlatform", "SkinKernelTable"], path: path,
    swiftSettings: defines.map { .define($0) } + [
      .swiftLanguageMode(.v5),
      .enableUpcomingFeature("InferSendableFromCaptures"),
      .unsafeFlags(["-Ounchecked", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
      .unsafeFlags(["-O"], .when(configuration: .debug)),
      .unsafeFlags(flags.flatMap { ["-Xcc", $0] }),
    ])
}

let sse41 = ["-msse4.1"]
let avx2 = ["-mavx2", "-mfma", "-mf16c"]
let avx512 = ["-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512dq", "-mavx512vnni"] + avx2

// The processor that is built for: this one, or in a cross build the one that the environment names.
#if arch(arm64)
  let host = "arm64"
#else
  let host = "x86_64"
#endif
let isARM = (Context.environment["SKINGPT_ARCHITECTURE"] ?? host) == "arm64"

/// One target for each instruction set: they stand between `SkinKernelTable` and `SkinKernels`.
let instructionSets =
  [kernels("Base", ["ISA_BASE"], [])]
  + (isARM
    ? [
      kernels("NEON", ["ISA_NEON"], []),
      // Nothing else of ARMv8.2: what the compiler shares between modules must run on every arm64.
      kernels("NEONDot", ["ISA_NEON", "ISA_NEONDOT"], ["-march=armv8-a+dotprod"]),
    ]
    : [
      kernels("SSE41", ["ISA_SSE41"], sse41),
      kernels("AVX2", ["ISA_AVX2"], avx2),
      kernels("AVXVNNI", ["ISA_AVX2", "ISA_AVXVNNI"], ["-mavxvnni"] + avx2),
      kernels("AVX512", ["ISA_AVX512"], avx512),
    ])

/// The AVX-VNNI kernels with AVX-512's name of their instruction, for a test on processors that have only this one.
let testedSets =
  isARM
  ? []
  : [
    kernels(
      "VNNI256", ["ISA_AVX2", "ISA_AVXVNNI", "ISA_AVX512VL"], ["-mavx512f", "-mavx512vl", "-mavx512vnni"] + avx2,
      path: "Tests/SkinKernelsVNNI256")
  ]

let package = Package(
  name: "skingpt",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "skingpt", targets: ["skingpt"]),
    .library(name: "SkinRuntime", targets: ["SkinRuntime", "SkinFailure"]),
    .library(name: "SkinDiagnosis", targets: ["SkinDiagnosis", "SkinFailure"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CLCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),

    .target(name: "CSkinPlatform", dependencies: ["CJPEG", "CPNG", "CZlib", "CLCMS", "CWebP", "CCrypto"]),
    .target(name: "SkinFailure", swiftSettings: strict),
    .target(name: "SkinFiles", dependencies: ["CSkinPlatform", "SkinFailure"], swiftSettings: strict),
    .target(name: "SkinConfiguration", dependencies: ["SkinFailure"], swiftSettings: strict),
    .target(name: "SkinTensor", swiftSettings: optimizedInDebug),
    .target(name: "SkinQuantization", dependencies: ["SkinFailure", "SkinTensor"], swiftSettings: optimizedInDebug),

    .target(name: "SkinKernelTable", swiftSettings: optimizedInDebug),
    .target(
      name: "SkinKernels",
      dependencies: [
        "CSkinPlatform", "SkinFailure", "SkinConfiguration", "SkinTensor", "SkinQuantization", "SkinKernelTable",
      ] + instructionSets.map { .target(name: $0.name) }, swiftSettings: optimizedInDebug),

    .target(name: "SkinRecognition", dependencies: ["SkinFiles"], swiftSettings: optimizedInDebug),
    .target(
      name: "SkinContainer",
      dependencies: [
        "CLZ4", "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinTensor", "SkinQuantization",
      ], swiftSettings: strict),
    .target(
      name: "SkinImage",
      dependencies: ["CSkinPlatform", "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinTensor"],
      swiftSettings: optimizedInDebug),
    .target(name: "CSkinWords", exclude: ["po", "questions"], cSettings: [.unsafeFlags(["-std=c23"])]),
    .target(name: "SkinWords", dependencies: ["CSkinWords"], swiftSettings: strict),
    .target(name: "SkinText", dependencies: ["SkinFailure", "SkinConfiguration"], swiftSettings: strict),
    .target(
      name: "SkinRuntime",
      dependencies: [
        "SkinRecognition", "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinTensor", "SkinQuantization",
        "SkinKernels",
        "SkinContainer", "SkinImage", "SkinText",
      ], swiftSettings: optimizedInDebug),
    .target(
      name: "SkinSafety", dependencies: ["SkinFailure", "SkinConfiguration", "SkinImage", "SkinWords"],
      swiftSettings: optimizedInDebug),
    .target(
      name: "SkinDiagnosis",
      dependencies: [
        "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinContainer", "SkinImage", "SkinText", "SkinSafety",
        "SkinRuntime", "SkinRecognition", "SkinWords",
      ], swiftSettings: strict),

    .target(
      name: "SkinCheckpoint", dependencies: ["CZlib", "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinTensor"],
      swiftSettings: optimizedInDebug),
    .target(
      name: "SkinConversion",
      dependencies: [
        "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinTensor", "SkinQuantization", "SkinContainer", "SkinText",
        "SkinCheckpoint", "SkinRecognition",
      ], swiftSettings: optimizedInDebug),
    .target(
      name: "SkinMeasurement",
      dependencies: [
        "SkinConfiguration", "SkinTensor", "SkinQuantization", "SkinKernels", "SkinContainer", "SkinImage", "SkinText",
        "SkinRuntime", "SkinDiagnosis", "SkinConversion",
      ], swiftSettings: strict),
    .target(
      name: "SkinEvaluation", dependencies: ["SkinFailure", "SkinConfiguration", "SkinImage", "SkinSafety"],
      swiftSettings: strict),

    .target(
      name: "SkinCases",
      dependencies: [
        "SkinFailure", "SkinFiles", .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .target(
      name: "SkinServer",
      dependencies: [
        "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinContainer", "SkinImage", "SkinText", "SkinRuntime",
        "SkinSafety", "SkinRecognition", "SkinDiagnosis", "SkinCases", "SkinWords",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], resources: [.embedInCode("Page")], swiftSettings: strict),
    .executableTarget(
      name: "skingpt",
      dependencies: [
        "CSkinPlatform", "SkinFailure", "SkinFiles", "SkinConfiguration", "SkinTensor", "SkinQuantization",
        "SkinKernels",
        "SkinContainer", "SkinImage", "SkinText", "SkinRuntime", "SkinSafety", "SkinDiagnosis", "SkinCheckpoint",
        "SkinConversion", "SkinMeasurement", "SkinEvaluation", "SkinCases", "SkinServer", "SkinRecognition",
        "SkinWords",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    // They use the products as programs outside the package do: nothing but what is public.
    .executableTarget(
      name: "diagnose-once", dependencies: ["SkinDiagnosis", "SkinFailure"], path: "Examples/diagnose-once",
      packageAccess: false, swiftSettings: strict),
    .executableTarget(
      name: "ask-once", dependencies: ["SkinRuntime"], path: "Examples/ask-once",
      packageAccess: false, swiftSettings: strict),
    .executableTarget(
      name: "skin-bench",
      dependencies: [
        "SkinTensor", "SkinQuantization", "SkinKernels",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "benchmarks/skin-bench", swiftSettings: strict),

    .target(
      name: "SkinTestSupport", dependencies: ["SkinTensor", "SkinCheckpoint"], path: "Tests/SkinTestSupport",
      resources: [.copy("Goldens")], swiftSettings: strict),
    .testTarget(name: "SkinFilesTests", dependencies: ["SkinFiles"], swiftSettings: strict),
    .testTarget(
      name: "SkinQuantizationTests", dependencies: ["SkinQuantization", "SkinTensor", "SkinTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SkinKernelsTests",
      dependencies: [
        "SkinKernels", "SkinKernelTable", "SkinQuantization", "SkinTensor", "SkinTestSupport",
      ] + (instructionSets + testedSets).map { .target(name: $0.name) }, swiftSettings: strict),
    .testTarget(
      name: "SkinContainerTests",
      dependencies: ["SkinContainer", "SkinConfiguration", "SkinQuantization", "SkinTensor", "SkinTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SkinCheckpointTests", dependencies: ["SkinCheckpoint", "SkinTensor", "SkinTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SkinImageTests", dependencies: ["SkinImage", "SkinConfiguration", "SkinTensor", "SkinTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SkinSafetyTests",
      dependencies: ["SkinConfiguration", "SkinSafety", "SkinImage", "SkinWords", "SkinTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SkinTextTests", dependencies: ["SkinText", "SkinConfiguration", "SkinTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "SkinCasesTests", dependencies: ["SkinCases", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "SkinServerTests",
      dependencies: [
        "SkinServer", "SkinFailure", "SkinCases", "SkinDiagnosis", "SkinImage", "SkinRuntime", "SkinSafety",
        "SkinTestSupport", "SkinWords",
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], swiftSettings: strict),
    .testTarget(name: "SkinWordsTests", dependencies: ["SkinWords"], swiftSettings: strict),
    .testTarget(name: "SkinRecognitionTests", dependencies: ["SkinRecognition"], swiftSettings: strict),
    .testTarget(
      name: "SkinEvaluationTests", dependencies: ["SkinConfiguration", "SkinEvaluation", "SkinImage", "SkinSafety"],
      swiftSettings: strict),
    // Stands in for the C library's memory functions in the tests' program and counts.
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "SkinConfiguration", "SkinTensor", "SkinQuantization", "SkinContainer", "SkinCheckpoint", "SkinConversion",
        "SkinImage", "SkinText", "SkinKernels", "SkinRuntime", "SkinSafety", "SkinDiagnosis", "SkinMeasurement",
        "SkinTestSupport", "SkinWords", "CAllocationCount",
      ], swiftSettings: strict),
    .testTarget(
      name: "SkinConversionTests",
      dependencies: [
        "SkinConversion", "SkinContainer", "SkinCheckpoint", "SkinConfiguration", "SkinQuantization", "SkinTensor",
        "SkinText", "SkinTestSupport",
      ], swiftSettings: strict),
    .testTarget(name: "CommandTests", dependencies: ["skingpt", "SkinTestSupport"], swiftSettings: strict),
  ]
)
package.targets += instructionSets + testedSets
