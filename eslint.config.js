import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What each room may import, beside itself; docs/architecture.md shows the same picture. */
const rooms = {
  domain: [],
  clients: ['domain'],
  activities: ['domain', 'clients'],
  workflows: ['domain', 'activities'],
  workers: ['domain', 'clients', 'activities', 'workflows', 'api', 'infra'],
  api: ['domain', 'clients'],
  cli: ['domain', 'infra', 'api', 'workers', 'clients'],
  infra: ['domain', 'clients'],
};

/** SDKs live behind clients/, and Temporal's in the rooms that speak it. */
const sdks = {
  domain: ['@temporalio/*', '@kubernetes/*', '@aws-sdk/*', 'pino', 'fastify', 'node:*'],
  clients: ['fastify', '@temporalio/worker', '@temporalio/workflow'],
  activities: ['@kubernetes/*', '@aws-sdk/*', 'fastify', '@temporalio/workflow'],
  workflows: [
    '@kubernetes/*',
    '@aws-sdk/*',
    'fastify',
    'pino',
    'zod',
    'node:*',
    '@temporalio/activity',
    '@temporalio/client',
    '@temporalio/worker',
  ],
  workers: ['@kubernetes/*', '@aws-sdk/*', 'fastify'],
  api: ['@kubernetes/*', '@aws-sdk/*', '@temporalio/*'],
  cli: ['@kubernetes/*', '@aws-sdk/*', 'fastify', '@temporalio/*'],
  infra: ['@temporalio/*', 'fastify'],
};

const all = Object.keys(rooms);

function importRules(room) {
  const foreign = all.filter((other) => other !== room && !rooms[room].includes(other));
  return {
    files: [`${room}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...foreign.map((other) => ({
              regex: `^(\\.\\./)+${other}/`,
              message: `${room}/ must not import from ${other}/ (docs/architecture.md).`,
            })),
            ...(sdks[room].length > 0
              ? [{ group: sdks[room], message: `${room}/ must not load this package.` }]
              : []),
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '.cache/', 'infra/sandbox/tools/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
        { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
      ],
    },
  },
  ...all.map(importRules),
  {
    files: ['**/*.js'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
