import { releasesOnTheWay } from "../../model/release/environmentPlan.ts";
import { tagOf } from "../../model/release/version.ts";
import type { Proposal } from "../approvedPlan.ts";
import type { DriverEvent } from "../events.ts";
import { planBodyText } from "./environmentPlanText.ts";
import { labelled } from "./wrap.ts";

/** What somebody is asked to say yes to; undefined where there is nothing to do. */
export function proposalText({ plan, stopAfter }: Extract<DriverEvent, { type: "planned" }>): string | undefined {
  if (releasesOnTheWay(plan).length === 0) return undefined;
  return [
    planBodyText(plan, { urls: false }),
    [
      labelled(
        "Who acts  ",
        "the caller on the deployment role's stack; CloudFormation, with that role, on the root stack",
      ),
      labelled(
        "Allowed   ",
        "to create IAM resources with names of their own, and to expand macros and nested templates (CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND)",
      ),
      ...(stopAfter === undefined
        ? []
        : [labelled("Ends      ", `after v${stopAfter}; the same command goes on from there`)]),
    ].join("\n"),
  ].join("\n\n");
}

/** The question itself. */
export function proposalQuestion({ command, plan, stopAfter }: Proposal): string {
  const { environment, accountId, region, from, to } = plan;
  const place = `${environment} (account ${accountId}, ${region})`;
  const target = tagOf(stopAfter ?? to);
  if (command === "upgrade" && releasesOnTheWay(plan).length === 0) {
    return `${target} runs in ${place} already. Write it into the environment's file?`;
  }
  if (command === "upgrade") return `Upgrade ${place} to ${target}?`;
  return from === null ? `Deploy Panther ${target} to ${place}?` : `Bring parameters and tags of ${place} up to date?`;
}
