import type { BridgeCheck } from "../china/check/checkBridge.ts";
import { labelled } from "./wrap.ts";

const criteria: Readonly<Record<"list" | "json", string>> = {
  list: "a JSON list with something in it, as Panther's documentation asks for",
  json: "JSON, though no list with something in it: enough before July 2021, and all that a backend without log sources can answer",
};

/** A check of the bridge for a person, at 80 columns. */
export function checkText({ environment, secret, url, criterion, key, findings }: BridgeCheck): string {
  const head = criterion
    ? labelled("✓ ", `${environment}: the bridge answers with ${criteria[criterion]}.`)
    : labelled("✗ ", `${environment}: the web app can't reach its backend in China.`);
  return [
    head,
    labelled("  secret  ", secret),
    ...(url === null ? [] : [labelled("  URL     ", url)]),
    ...(key === null ? [] : [labelled("  key     ", `${key.name} (${key.id}), made ${key.created}`)]),
    ...findings.flatMap(({ severity, code, message, fix }) => [
      labelled(severity === "error" ? "  ✗ " : "  ! ", message),
      labelled("    ", `${fix} (${code})`),
    ]),
  ].join("\n");
}
