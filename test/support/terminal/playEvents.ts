import { once } from "node:events";
import { type FrameClock, outputStyle, printer } from "../../../automation/cli/printers.ts";
import { bigOperation } from "./bigOperation.ts";

// A program for a terminal: prints an operation as the commands do, in no time, and waits for another size of its window
// at each of the seconds that are its arguments.

let now = 0;
const timers: { readonly milliseconds: number; readonly act: () => void; due: number }[] = [];
const clock: FrameClock = {
  now: () => now,
  every(milliseconds, act) {
    const timer = { milliseconds, act, due: now + milliseconds };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  },
};

function advanceTo(time: number): void {
  for (const timer of timers) {
    while (timer.due <= time) {
      now = timer.due;
      timer.due += timer.milliseconds;
      timer.act();
    }
  }
  now = Math.max(now, time);
}

const events = await bigOperation();
const start = events[0]?.at ?? 0;
now = start;
const pauses = process.argv.slice(2).map(Number);
const output = printer(outputStyle({}, process.stdout), process.stdout, clock);
for (const { at, event } of events) {
  while (pauses[0] !== undefined && at >= start + pauses[0] * 1000) {
    const second = pauses.shift() ?? 0;
    advanceTo(start + second * 1000);
    const resized = once(process.stdout, "resize");
    process.stdout.write(`\u001B]7;${second}\u0007`);
    // Nothing else keeps the process alive meanwhile.
    const alive = setInterval(() => undefined, 1000);
    await resized;
    clearInterval(alive);
  }
  advanceTo(at);
  output.report(event);
}
output.close();
