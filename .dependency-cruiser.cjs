// The import rules of docs/architecture.md.
const PACKAGES = {
  models: [],
  export: ['models'],
  training: ['models', 'export'],
  'runtime-node': ['models'],
  'runtime-web': ['models'],
};
const everyPackage = [...Object.keys(PACKAGES), 'cli', 'test', 'bench'];

const siblings = Object.entries(PACKAGES).map(([name, allowed]) => ({
  name: `${name}-siblings`,
  comment: `${name} may import ${['itself', ...allowed].join(', ')} and no other package of this repository`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: { path: `^(${everyPackage.filter((other) => other !== name && !allowed.includes(other)).join('|')})/` },
}));

const TESTS = '\\.(test|setup)\\.ts$';
const only = (name, from, forbidden, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { path: forbidden },
});

module.exports = {
  forbidden: [
    ...siblings,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-dependencies',
      comment: 'a package imports what its own package.json declares, not what a sibling happens to hoist',
      severity: 'error',
      from: { pathNot: `${TESTS}|^bench/|^test/` },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    {
      name: 'pure-models',
      comment: 'models runs in node and in a page: no node builtins',
      severity: 'error',
      from: { path: '^(models|runtime-web)/', pathNot: `${TESTS}|vite\\.config\\.ts$` },
      to: { dependencyTypes: ['core'] },
    },
    only('models-no-tensorflow', '^models/(?!graph/)', '@tensorflow/', 'only models/graph knows tensors'),
    only(
      'no-ort-below-runtimes',
      '^(models|export|training)/',
      'onnxruntime',
      'ONNX Runtime is reached through the GraphRuntime port',
    ),
    only(
      'graph-no-backend',
      '^models/graph/',
      '@tensorflow/(?!tfjs-core)',
      'models/graph runs on whatever backend is registered',
    ),
    only('export-no-backend', '^export/', '@tensorflow/(?!tfjs-core)', 'the tracer is the backend'),
    {
      name: 'cli-is-a-root',
      severity: 'error',
      from: { path: `^(${Object.keys(PACKAGES).join('|')})/` },
      to: { path: '^(cli|test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@spectrosim/source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
