import { readFileSync } from 'node:fs';
import { nearestName, SpectroSimError } from '@spectrosim/models';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { wrapped } from './output.js';

/** Options that say how a command talks, not what it does. */
const ABOUT_TALKING = ['config', 'settings', 'json'];

const settingsOf = new WeakMap<Command, readonly string[]>();

/** What a command takes from its configuration file besides its options: settings of the work, by their first keys. */
export interface FileSettings {
  readonly config?: string;
  /** Those of the file that are no options. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Names the settings that a command's configuration file may hold besides the command's options. */
export function takesSettings(command: Command, keys: readonly string[]): Command {
  settingsOf.set(command, keys);
  return command;
}

/**
 * Gives every command a `--config FILE`: a JSON object with the command's options by their long names in camel case, and
 * with its settings. What stands on the command line wins.
 *
 * @param argv as `process.argv`
 * @throws SpectroSimError `usage`, while parsing, for a file that is no JSON object, an unknown key or a bad value
 */
export function addConfigFiles(program: Command, argv: readonly string[]): void {
  for (const command of program.commands) {
    const settings = settingsOf.has(command) ? ' and settings' : '';
    command.option('--config <file>', `a JSON file with any of these options${settings}; the command line wins`);
  }
  program.hook('preSubcommand', (_, command) => {
    const path = configPath(argv);
    if (path !== undefined) {
      apply(command, path, readObject(path));
    }
  });
}

/**
 * A command's options and settings as they were resolved, for a report and for `run.json`.
 *
 * @param unheeded options that have a default and no bearing on what was done
 */
export function configurationOf(
  command: Command,
  settings: Readonly<Record<string, unknown>> = {},
  unheeded: readonly string[] = [],
): Record<string, unknown> {
  const options = Object.entries(command.opts()).filter(([name]) => ![...ABOUT_TALKING, ...unheeded].includes(name));
  return { command: command.name(), ...Object.fromEntries(options), ...settings };
}

/** {@link configurationOf} in words. */
export function configurationText(configuration: Readonly<Record<string, unknown>>): string {
  const { command: _, ...rest } = configuration;
  return wrapped('Configuration: ', pairs(rest, ' · '));
}

/** `crop(keep 0.8)` for what has a name, `patch 32, width 128` for what has none. */
function words(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(words).join(', ') || 'none';
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  const { name, step, ...rest } = value as Record<string, unknown>;
  const inner = pairs(rest, ', ');
  const called = name ?? step;
  return called === undefined ? inner : inner === '' ? String(called) : `${called}(${inner})`;
}

function pairs(values: Readonly<Record<string, unknown>>, separator: string): string {
  return Object.entries(values)
    .map(([name, value]) => (name === 'config' ? words(value) : `${name} ${words(value)}`))
    .join(separator);
}

function configPath(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const given = end < 0 ? argv : argv.slice(0, end);
  return given
    .flatMap((word, i) =>
      word === '--config' ? (given[i + 1] ?? []) : word.startsWith('--config=') ? word.slice(9) : [],
    )
    .at(-1);
}

function readObject(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new SpectroSimError('usage', `${path} is not a readable JSON file: ${(cause as Error).message}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SpectroSimError('usage', `${path} holds no JSON object. Expected one such as {"threads": 2}.`);
  }
  return value as Record<string, unknown>;
}

function apply(command: Command, path: string, file: Readonly<Record<string, unknown>>): void {
  const options = new Map(
    command.options
      .filter((option) => !['config', 'help'].includes(option.attributeName()))
      .map((option) => [option.attributeName(), option]),
  );
  const settings = settingsOf.get(command) ?? [];
  const known = [...options.keys(), ...settings.filter((key) => !options.has(key))];
  const unknown = Object.keys(file).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    const hints = unknown.map((key) => {
      const near = nearestName(key, known);
      return `  "${key}"${near === undefined ? '' : `: did you mean "${near}"?`}`;
    });
    throw new SpectroSimError(
      'usage',
      `${path} has keys that "${command.name()}" does not know:\n${hints.join('\n')}\nKnown: ${known.join(', ')}.`,
    );
  }
  for (const [key, value] of Object.entries(file)) {
    const option = options.get(key);
    if (option !== undefined) {
      command.setOptionValueWithSource(key, optionValue(path, key, option, value), 'config');
    }
  }
  const rest = Object.entries(file).filter(([key]) => !options.has(key));
  command.setOptionValueWithSource('settings', Object.fromEntries(rest), 'config');
}

/** The value as the command line would have given it. */
function optionValue(path: string, key: string, option: Option, value: unknown): unknown {
  const wrong = (expected: string, cause?: unknown) =>
    new SpectroSimError('usage', `${path}: "${key}" is ${JSON.stringify(value)}. ${expected}`, { cause });
  if (option.isBoolean()) {
    if (typeof value !== 'boolean') {
      throw wrong('Expected true or false.');
    }
    return value;
  }
  if (option.variadic) {
    if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === 'string')) {
      throw wrong('Expected a list of texts.');
    }
    return value;
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw wrong('Expected a text or a number.');
  }
  try {
    return option.parseArg === undefined ? String(value) : option.parseArg(String(value), undefined);
  } catch (cause) {
    if (cause instanceof InvalidArgumentError) {
      throw wrong(cause.message, cause);
    }
    throw cause;
  }
}
