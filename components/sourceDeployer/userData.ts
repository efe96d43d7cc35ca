import { readFileSync } from "node:fs";
import { shellVariables } from "../../model/source/shellText.ts";
import { deployerHome } from "../../model/source/sourceNames.ts";

/** What the machine runs at its first boot. */
export function userData(idleMinutes: number): string {
  const [first = "", ...rest] = readFileSync(new URL("./userData.sh", import.meta.url), "utf8").split("\n");
  const given = shellVariables({ PANTHER_HOME: deployerHome, PANTHER_IDLE_MINUTES: String(idleMinutes) });
  return [first, given, ...rest].join("\n");
}
