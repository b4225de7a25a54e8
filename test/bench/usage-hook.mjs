// Preloaded into a measured process (`--import`): at its exit it leaves its peak resident memory and its processor time in
// a file. Plain JavaScript, since stripping types would itself cost the measured process memory and time.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env['PLUMBLINE_BENCH_USAGE'];
const peakKib = () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
if (file !== undefined)
  process.on('exit', () => writeFileSync(file, JSON.stringify({ peakBytes: peakKib() * 1024, cpuMs: cpuMs() })));
