import { existsSync, readFileSync } from 'node:fs';
import { resourceUsage } from 'node:process';

const STATUS = '/proc/self/status';

/**
 * The most memory that this process ever had resident, in MB of 10⁶ bytes.
 *
 * Linux says it of the program that runs (`VmHWM`); what `getrusage` says there counts the process that started it too.
 */
export function peakMb(): number {
  const kilobytes = existsSync(STATUS) ? /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1] : undefined;
  // Node gives kilobytes on every system.
  return ((kilobytes === undefined ? resourceUsage().maxRSS : Number(kilobytes)) * 1024) / 1e6;
}
