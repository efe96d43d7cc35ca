import type { CallBudget } from "../monitor/callBudget.ts";

/** A client whose every call waits for its turn in a budget, and ends with the signal. */
export function budgeted<Client extends object>(client: Client, budget: CallBudget, signal: AbortSignal): Client {
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (input: unknown, options?: object) =>
        budget.call(() => member.call(target, input, { ...options, abortSignal: signal }), signal);
    },
  });
}
