// Which way imports run. docs/architecture.md says why; `npm run boundaries` checks it, and so does `npm test`.

/** Lowest first: a feature imports from the features before its own line, never from its own line or below. */
const order = [
  ['saved-views', 'tags', 'bank-holidays'],
  ['vocabularies'],
  ['organisations'],
  ['users'],
  ['experts'],
  ['contacts'],
  ['agreements'],
  ['requirements'],
  ['projects'],
  ['requests'],
  ['interactions'],
  ['follow-ups'],
  ['events'],
  ['reminders'],
  // What gathers from several features: records as people read them, reports, and whole parts of the product.
  [
    'expert-records',
    'hand-overs',
    'organisation-records',
    'reports',
    'search',
    'imports',
    'privacy',
    'portal',
    'today',
    'administration',
    'about',
  ],
];

const test = '\\.test\\.ts$';
const pure = '\\.(lifecycle|rules)\\.ts$';
const entity = '\\.entity\\.ts$';
const folder = (names) => `^src/features/(${names.join('|')})/`;

const featureOrder = order.flatMap((names, line) =>
  names.map((name) => ({
    name: `feature-order-${name}`,
    comment: `${name} may import only from features below it; effects upward go through outbox events.`,
    severity: 'error',
    from: { path: folder([name]), pathNot: test },
    to: {
      path: folder(
        order
          .slice(line)
          .flat()
          .concat('none')
          .filter((other) => other !== name),
      ),
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file or want a third; imports of types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-missing-files',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'kernel-imports-kernel',
      comment:
        'The kernel is plain TypeScript: it leans on packages for dates, identifiers and the type of a statement only.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: test },
      to: { pathNot: '^(src/kernel/|node_modules/(temporal-polyfill|uuid|sql-template-tag)/)' },
    },
    {
      name: 'platform-imports-downward',
      comment: 'The platform knows no domain word: it imports from itself and from the kernel.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: test },
      to: { path: '^(src|migrations|test)/', pathNot: '^src/(platform|kernel)/' },
    },
    {
      name: 'pure-rules-import-kernel',
      comment:
        'Rules take time and facts as arguments: no clock, no database, no framework. Rules and data beside them are fine.',
      severity: 'error',
      from: { path: `^src/([^/]+/[^/]+)/.*${pure}` },
      to: { pathNot: `^src/kernel/|^src/$1/(.*${pure}|.*\\.json$)` },
    },
    {
      name: 'pure-rules-read-no-clock',
      severity: 'error',
      from: { path: pure },
      to: { path: '^src/kernel/clock\\.ts$' },
    },
    {
      name: 'controllers-import-no-entity',
      comment: 'A controller parses and permits; rows are the business of services and queries.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: entity },
    },
    {
      name: 'entity-imports-own-pure-file',
      comment: 'No relation crosses features: keep the identifier, the foreign key lives in the migration.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/.*\\.entity\\.ts$' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/.*\\.(lifecycle|rules)\\.ts$' },
    },
    {
      name: 'entities-stay-at-home',
      comment: 'Each table is written by one feature: others use its exported services, or read with SQL.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: entity, pathNot: '^src/features/$1/' },
    },
    {
      name: 'features-are-in-the-order',
      comment: 'A new feature gets its line in `order` above.',
      severity: 'error',
      from: { path: '^src/features/', pathNot: folder(order.flat()) },
      to: {},
    },
    {
      name: 'features-import-downward',
      comment: 'What ties the features together (src/*.ts) imports them, not the other way round.',
      severity: 'error',
      from: { path: '^src/(features|platform|kernel)/', pathNot: test },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'demonstration-is-not-needed',
      comment: 'Invented data can be taken away without anything else noticing.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(demonstration/|cli/|main\\.ts$|app\\.module\\.ts$)' },
      to: { path: '^src/demonstration/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration that has run must mean the same for ever, so it shares no code with what changes.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|test)/' },
    },
    {
      name: 'product-needs-no-development-package',
      comment: 'What builds the stylesheet is part of the build, like the compiler.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: `${test}|^src/cli/build-assets\\.mjs$` },
      to: {
        path: '^test/|node_modules',
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'local'],
        dependencyTypesNot: ['type-only'],
      },
    },
    ...featureOrder,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
