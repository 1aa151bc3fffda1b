import tseslint from 'typescript-eslint';

// The two queries below are the mistakes that cost most here and that a reviewer overlooks most easily.
const noSave = {
  selector:
    "CallExpression[callee.property.name='save']:matches([callee.object.name=/(repository|manager|dataSource|tx)$/i], [callee.object.property.name=/(repository|manager|dataSource|tx)$/i], [callee.object.callee.property.name='getRepository'])",
  message: 'save() overwrites a stale edit without noticing. Use insert, or update with "where version = n".',
};
const noTemplateInQuery = {
  selector:
    "CallExpression[callee.property.name='query'] > TemplateLiteral.arguments:first-child[expressions.length>0]",
  message: 'Do not build SQL from a template literal. Use the sql tag, which turns values into parameters.',
};
const noConcatenationInQuery = {
  selector: "CallExpression[callee.property.name='query'] > BinaryExpression.arguments:first-child[operator='+']",
  message: 'Do not build SQL by joining strings. Use the sql tag, which turns values into parameters.',
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.data', 'coverage', 'reports', '.stryker-tmp'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': ['error', noSave, noTemplateInQuery, noConcatenationInQuery],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // The only rule that needs types; without it a forgotten await loses an error silently.
    files: ['src/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }] },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
