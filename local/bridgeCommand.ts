import { type Command, Option } from "commander";
import { bridgeModes, type GatewaySettings } from "./aws/gateway.ts";

interface BridgeOptions {
  readonly mode?: string;
  readonly keySeconds?: number;
}

export interface BridgeCommandTools {
  readonly change: (settings: BridgeOptions & { readonly bridge?: string }) => Promise<GatewaySettings>;
  readonly say: (text: string) => void;
  readonly seconds: (text: string) => number;
}

/** Adds `local bridge`: how the gateway in China behaves. */
export function addBridgeCommand(program: Command, { change, say, seconds }: BridgeCommandTools): void {
  program
    .command("bridge")
    .description("say how Panther's gateway in China behaves, or change that")
    .addOption(new Option("--mode <mode>", "open is as it should").choices(bridgeModes))
    .option("--key-seconds <seconds>", "how long a key needs until it opens anything", seconds)
    .action(async ({ mode, keySeconds }: BridgeOptions) => {
      const now = await change({
        ...(mode !== undefined && { bridge: mode }),
        ...(keySeconds !== undefined && { keySeconds }),
      });
      say(`The bridge is ${now.bridge}; a key opens it after ${now.keySeconds} s`);
    });
}
