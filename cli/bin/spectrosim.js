#!/usr/bin/env node
// Plain JavaScript that is committed: npm links no file that a build has yet to make.
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write('spectrosim is not built yet. Run "npm run build" in the repository, then try again.\n');
  process.exit(4);
}
// Where whoever read the output has gone (`spectrosim … | head`) there is nobody to tell; what is being made is still wanted.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}
const { main } = await import(entry.href);
process.exitCode = await main(process.argv);
