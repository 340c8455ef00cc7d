#!/usr/bin/env node
// Plain JavaScript that is committed: npm links no file that a build has yet to make.
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write('spectrosim is not built yet. Run "npm run build" in the repository, then try again.\n');
  process.exit(4);
}
const { main } = await import(entry.href);
process.exitCode = await main(process.argv);
