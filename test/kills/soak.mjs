// The kill test at its full figure, on both queues: 1,000 reminders and 200 kills each. Takes some twenty minutes a queue on two cores.
//   npm run test:soak
//   ACCORD_KILLS=50 ACCORD_REMINDERS=250 ACCORD_SEED=4711 npm run test:soak
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const asked = { ACCORD_KILLS: '200', ACCORD_REMINDERS: '1000', ...process.env, NODE_ENV: 'test' };
const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), 'test/kills/kills.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: asked,
});
child.on('exit', (code) => (process.exitCode = code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
