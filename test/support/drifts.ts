import type { OutsideChange } from "../../local/cloudformation/types.ts";
import { localAws } from "./localAws.ts";

/** Has a resource of local AWS count as changed, or deleted, past CloudFormation. */
export async function outsideChange(change: Omit<OutsideChange, "id">): Promise<void> {
  await control("POST", JSON.stringify(change));
}

export async function clearDrifts(): Promise<void> {
  await control("DELETE");
}

async function control(method: string, body?: string): Promise<void> {
  const { endpoint } = await localAws();
  const response = await fetch(`${endpoint}/_local/drifts`, { method, ...(body !== undefined && { body }) });
  if (!response.ok) throw new Error(`${method} drifts: ${response.status} ${await response.text()}`);
}
