// A Panther that is split over AWS China, on the local AWS of this run: an account on each side, and an environment over both.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Caller } from "../../local/aws/environment.ts";
import type { BridgeMode } from "../../local/aws/gateway.ts";
import { chinaProfile, type Profile, webProfile, writeProfiles } from "../../local/aws/profiles.ts";
import { localFolder } from "../../local/setup/places.mjs";
import { freshAccount, freshChinaAccount, localAws } from "./localAws.ts";
import { type TestEnvironment, testEnvironment } from "./panther.ts";

/** Both accounts, and how clients get at them. */
export interface TwoSides {
  readonly endpoint: string;
  /** cn-north-1, profile panther-china. */
  readonly china: Profile;
  /** ap-southeast-1, profile panther-web. */
  readonly web: Profile;
  /** AWS configuration file with both profiles. */
  readonly configFile: string;
  readonly remove: () => void;
}

/** Two accounts that no other test has. */
export async function twoSides(): Promise<TwoSides> {
  const { endpoint } = await localAws();
  const china = { ...chinaProfile, accountId: freshChinaAccount() };
  const web = { ...webProfile, accountId: freshAccount() };
  const folder = join(localFolder(), "tmp");
  mkdirSync(folder, { recursive: true });
  const configFile = join(folder, `aws-config-${china.accountId}`);
  writeProfiles(configFile, [china, web]);
  return { endpoint, china, web, configFile, remove: () => rmSync(configFile, { force: true }) };
}

/** What the SDK's clients take for one side. */
export function clientOf({ endpoint }: Pick<TwoSides, "endpoint">, { accountId, region }: Caller) {
  return { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: "local" } };
}

/** What Panther's web app answers that stands on the web side: what the bridge said to the key that its tasks hold. */
export async function askWebApp({
  endpoint,
  web,
}: TwoSides): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(`${endpoint}/_local/web/${web.accountId}/${web.region}/panther-source-api`);
  return { status: answer.status, body: await answer.json() };
}

/** Changes how bridges behave, for everybody who uses the same local AWS. */
export async function setBridge(settings: {
  readonly bridge?: BridgeMode;
  readonly keySeconds?: number;
}): Promise<void> {
  const { endpoint } = await localAws();
  const answer = await fetch(`${endpoint}/_local/settings`, { method: "PUT", body: JSON.stringify(settings) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** An environment with topology china over two fresh accounts; the backend's keys are the process's own, too. */
export async function chinaEnvironment(
  values: Readonly<Record<string, unknown>> = {},
  china: Readonly<Record<string, unknown>> = {},
): Promise<{
  readonly environment: TestEnvironment;
  readonly sides: TwoSides;
  /** What its file has under `china`. */
  readonly china: Readonly<Record<string, unknown>>;
}> {
  const sides = await twoSides();
  const place = { accountId: sides.china.accountId, region: sides.china.region, configFile: sides.configFile };
  const usual = {
    topology: "china",
    releaseBucket: `panther-releases-${sides.china.accountId}`,
    china: {
      profile: sides.china.name,
      webProfile: sides.web.name,
      sourceRegion: sides.web.region,
      webRegion: sides.web.region,
      webAccountId: sides.web.accountId,
      webParameters: { FirstUserEmail: "first.user@example.com" },
      ...china,
    },
  };
  return { environment: await testEnvironment({ ...usual, ...values }, place), sides, china: usual.china };
}
