// `npm test`: the test files in several mocha processes side by side, each with a local AWS of its own. Most of them wait
// for Pulumi and for CloudFormation. With arguments it is mocha itself: `npm test -- test/model/step.test.ts -g name`.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import process from "node:process";

const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
const jobs = Math.max(1, Math.min(4, availableParallelism()));
/** So many processes that the last one to end does not end long after the others. */
const shares = 6 * jobs;

const [, , ...given] = process.argv;
process.exitCode = given.length > 0 ? await alone(given) : await sideBySide();

/** @param {readonly string[]} args */
async function alone(args) {
  const child = spawn(process.execPath, [mocha, ...args], { stdio: "inherit" });
  return await new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

async function sideBySide() {
  const files = readdirSync("test", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join("test", file))
    .sort();
  const waiting = shared(files);
  const sums = { passed: 0, failed: 0, skipped: 0 };
  let broken = 0;
  const work = async () => {
    for (let share = waiting.shift(); share; share = waiting.shift()) {
      const { code, output } = await run(share);
      process.stdout.write(output);
      const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(output);
      const [passed = 0, failed = 0, skipped = 0] = [1, 2, 3].map((index) => Number(counts?.[index] ?? 0));
      sums.passed += passed;
      sums.failed += failed;
      sums.skipped += skipped;
      // A process that died, or a file that could not be loaded, has no failed test.
      if (code !== 0 && failed === 0) {
        broken += 1;
        process.stdout.write(`ended with ${code}, without a failed test: ${share.join(" ")}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const { passed, failed, skipped } = sums;
  console.log(`${passed} passed, ${failed + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return failed + broken > 0 ? 1 : 0;
}

/**
 * The files in shares, the slow ones spread and begun first: those that say that they may take long do.
 * @param {readonly string[]} files
 */
function shared(files) {
  const bySlowness = files
    .map((file) => ({ file, seconds: allowedSeconds(readFileSync(file, "utf8")) }))
    .sort((one, other) => other.seconds - one.seconds);
  /** @type {string[][]} */
  const all = Array.from({ length: shares }, () => []);
  for (const [index, { file }] of bySlowness.entries()) all[index % shares]?.push(file);
  return all.filter((share) => share.length > 0);
}

/**
 * The longest time that a file allows itself; 0 where that is a minute or two.
 * @param {string} text
 */
function allowedSeconds(text) {
  const times = text.matchAll(/timeout\((?:(\d+) \* minutes|(\d+)_000)\)/g);
  const longest = Math.max(
    0,
    ...Array.from(times, ([, minutes, seconds]) => Number(minutes ?? 0) * 60 + Number(seconds ?? 0)),
  );
  return longest < 100 ? 0 : longest;
}

/**
 * One mocha process. What it prints comes at its end, so that no two mix.
 * @param {readonly string[]} files
 * @returns {Promise<{ readonly code: number; readonly output: string }>}
 */
function run(files) {
  const child = spawn(process.execPath, [mocha, ...files], { stdio: ["ignore", "pipe", "pipe"] });
  /** @type {Buffer[]} */
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}
