import { type Command, InvalidArgumentError, Option } from "commander";
import type { LocalAws } from "./aws/instance.ts";
import { profiles } from "./aws/profiles.ts";
import { defaultAccount } from "./aws/scope.ts";

export interface UseCommandTools {
  /** The one that runs, or one that is started. */
  readonly local: () => Promise<LocalAws>;
  readonly say: (text: string) => void;
}

interface UseOptions {
  readonly account: string;
  readonly region: string;
  readonly profile?: string;
  readonly objects: number;
}

/** Adds `local use`. */
export function addUseCommand(program: Command, { local, say }: UseCommandTools): void {
  program
    .command("use")
    .description("let the Panther that stands there have been in use: data, logs, a layer")
    .option("--account <id>", "12 digits", defaultAccount)
    .option("--region <name>", "AWS region", "us-east-1")
    .addOption(
      new Option("--profile <name>", "a side of a split over AWS China, in place of account and region").choices(
        profiles.map(({ name }) => name),
      ),
    )
    .option("--objects <number>", "objects in each of its buckets", count, 100)
    .action(async ({ account, region, profile: name, objects }: UseOptions) => {
      const { endpoint } = await local();
      const place = profiles.find((candidate) => candidate.name === name) ?? { accountId: account, region };
      const credentials = { accessKeyId: place.accountId, secretAccessKey: "local" };
      // The SDK takes longer to load than any other command here takes.
      const { useOfPanther } = await import("./running/useOfPanther.ts");
      const use = await useOfPanther({ endpoint, region: place.region, credentials }, objects);
      const { buckets, versions, deleteMarkers, uploads, logGroups } = use;
      if (buckets.length === 0) {
        say(`No Panther stands in ${place.accountId}, ${place.region}`);
        process.exitCode = 1;
        return;
      }
      say(`Buckets: ${buckets.length}, with ${versions} versions, ${deleteMarkers} delete markers, ${uploads} uploads`);
      say(`Functions that have written logs: ${logGroups.length}`);
    });
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError("It is a whole number, 0 or more.");
  return number;
}
