// One local AWS for a whole run of the tests; they keep apart by using accounts of their own.
import { randomInt } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../local/aws/instance.ts";
import { defaultChinaAccount, isChinaAccount } from "../../local/aws/scope.ts";
import { isAlive } from "../../local/setup/lock.mjs";
import { localFolder } from "../../local/setup/places.mjs";

const parent = join(localFolder(), "test");
const prefix = "aws-";
let started: Promise<LocalAws> | undefined;

/** The local AWS of this run, started when the first test asks for it; resources take no time, builds one second, keys of gateways one second. */
export function localAws(): Promise<LocalAws> {
  started ??= start();
  return started;
}

/** An account that no other test has, outside China: 12 digits, the first not 0. */
export function freshAccount(): string {
  const account = `${randomInt(1, 10)}${String(randomInt(10 ** 11)).padStart(11, "0")}`;
  return isChinaAccount(account) ? freshAccount() : account;
}

/** The same in China's partition: good in cn-north-1 and cn-northwest-1, and unknown elsewhere. */
export function freshChinaAccount(): string {
  return defaultChinaAccount.slice(0, 2) + String(randomInt(10 ** 10)).padStart(10, "0");
}

async function start(): Promise<LocalAws> {
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    // Of a run that was killed; its local AWS has ended by itself.
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
  const directory = join(parent, `${prefix}${process.pid}`);
  return startLocalAws({ directory, owner: process.pid, ephemeral: true, buildSeconds: 1, keySeconds: 1 });
}

// In the root suite, since this module is imported while test files are loaded, outside of any `describe`.
after(async () => {
  // A failed start has been reported by who asked for it.
  const aws = await started?.catch(() => undefined);
  await aws?.stop();
  if (aws) rmSync(aws.directory, { recursive: true, force: true });
});
