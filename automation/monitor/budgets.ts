import type { Timing } from "../timing.ts";
import { CallBudget } from "./callBudget.ts";

/** CloudFormation's limits are an account's, and other tools call it as well. */
export const defaultCallsPerSecond = 2;

const budgets = new Map<string, CallBudget>();

/**
 * The budget of an account in a partition, one for all environments that this process watches there.
 * @param callsPerSecond Of the first who asks.
 */
export function budgetOf(
  account: { readonly accountId: string; readonly partition: string },
  timing: Pick<Timing, "now" | "sleep">,
  callsPerSecond: number = defaultCallsPerSecond,
): CallBudget {
  const key = `${account.partition} ${account.accountId}`;
  const known = budgets.get(key);
  if (known) return known;
  const budget = new CallBudget({ callsPerSecond, timing, random: Math.random });
  budgets.set(key, budget);
  return budget;
}
