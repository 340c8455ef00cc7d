import { availableParallelism, totalmem } from 'node:os';
import { encodeModel } from '@spectrosim/export';
import { probeEagerBackends, scoreGraph } from '@spectrosim/training';
import type { Command } from 'commander';
import { findChromium } from '../browser/find-chromium.js';
import { EXIT } from '../exit-codes.js';
import { createOutput, wrapped } from '../output.js';
import { statusLine } from '../progress.js';
import { browserTargets } from '../runtimes/browser-targets.js';
import { nodeTargets } from '../runtimes/node-targets.js';
import { scoresOne } from '../runtimes/probe-graph.js';
import type { RuntimeTarget } from '../runtimes/target.js';

/** One thing that was looked for. */
interface Finding {
  readonly kind: 'system' | 'provider' | 'engine';
  readonly what: string;
  readonly ok: boolean;
  /** Its version; or what is missing, and the command that brings it. */
  readonly found: string;
}

/** The oldest Node.js of each line that works; later lines all do. */
const OLDEST_NODE = { 20: 19, 22: 12 } as const;

/** Without these nothing can be trained or compared. */
const NEEDED = ['Node.js', 'node cpu, 1 thread'];

/** `spectrosim doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('list what this machine can run, and what brings the rest')
    .description(
      'Tries every provider and every training engine with real work, and says for each missing one the command that brings it.',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  spectrosim doctor\n\nExit status 4 when training and comparing cannot run here.',
    )
    .action(async (options: { json?: boolean }) => {
      const chromium = await findChromium({ fetch: false });
      const targets = [...nodeTargets(chromium.path), ...browserTargets(chromium)];
      const findings = [node(), machine()];
      const status = statusLine();
      for (const target of targets) {
        status.show(`trying ${target.name}`);
        findings.push(await tryTarget(target).finally(status.clear));
      }
      findings.push(...(await engines()));
      createOutput(options.json === true).result({ findings }, findingsText(findings));
      if (findings.some(({ what, ok }) => !ok && NEEDED.includes(what))) {
        process.exitCode = EXIT.runtime;
      }
    });
}

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const oldest = OLDEST_NODE[major as keyof typeof OLDEST_NODE];
  const ok = major >= 24 || (oldest !== undefined && minor >= oldest);
  return {
    kind: 'system',
    what: 'Node.js',
    ok,
    found: ok ? process.version : `${process.version}: install Node.js 20.19, 22.12, 24 or newer`,
  };
}

function machine(): Finding {
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return {
    kind: 'system',
    what: 'machine',
    ok: true,
    found: `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${memory}`,
  };
}

async function tryTarget({ name: what, open }: RuntimeTarget): Promise<Finding> {
  const finding = (ok: boolean, found: string): Finding => ({ kind: 'provider', what, ok, found });
  try {
    const target = await open();
    if (target.absent !== undefined) {
      return finding(false, target.absent);
    }
    try {
      await scoresOne(target.runtime, encodeModel(scoreGraph(2)), target.options);
      return finding(true, [target.version, target.device?.name].filter((part) => part !== undefined).join(', '));
    } finally {
      await target.close();
    }
  } catch (error) {
    return finding(false, (error as Error).message);
  }
}

/** The graph engine runs wherever a provider does; the eager one on each backend of tfjs. */
async function engines(): Promise<Finding[]> {
  const graph: Finding = { kind: 'engine', what: 'graph', ok: true, found: 'on every provider above that is ok' };
  const eager = (await probeEagerBackends()).map(({ backend, ok, found }): Finding => {
    return { kind: 'engine', what: `eager ${backend}`, ok, found };
  });
  return [graph, ...eager];
}

const TITLES = { system: 'This machine', provider: 'Runtimes and providers', engine: 'Training engines' } as const;

function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return Object.entries(TITLES)
    .flatMap(([kind, title]) => {
      const lines = findings
        .filter((finding) => finding.kind === kind)
        .map(({ what, ok, found }) => wrapped(`  ${ok ? 'ok     ' : 'missing'}  ${what.padEnd(width)}  `, found));
      return lines.length === 0 ? [] : [title, ...lines];
    })
    .join('\n');
}
