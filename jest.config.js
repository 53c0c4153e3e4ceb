const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/infra/sandbox/tools/'],
};

/** Unit tests sit beside their source; what crosses files sits under test/. */
export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/(workflow|replay|e2e|volumes|fidelity)/',
      ],
    },
    { ...shared, displayName: 'workflow', testMatch: ['<rootDir>/test/workflow/**/*.test.ts'] },
    { ...shared, displayName: 'replay', testMatch: ['<rootDir>/test/replay/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', 'faults-outages'],
    },
    // Every way a volume moves, each on the real clusters: longer than `make test` may take.
    {
      ...shared,
      displayName: 'volumes',
      testMatch: ['<rootDir>/test/(volumes|fidelity)/**/*.test.ts'],
    },
    // Takes servers away that every other process on the machine uses: a suite of its own.
    { ...shared, displayName: 'outages', testMatch: ['<rootDir>/test/e2e/faults-outages.test.ts'] },
  ],
};
