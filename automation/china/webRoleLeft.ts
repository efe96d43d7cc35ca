import { conditionOf } from "../../model/rules/stackStatus.ts";
import { removeFailedCreations, settleStacks } from "../recover.ts";
import type { Run } from "../run.ts";

/**
 * Removes what a failed first creation of the web side has left, so that the backend can move without it.
 * @returns whether the web side's role stands, which then is to stay in the program
 */
export async function webRoleLeft(web: Run): Promise<boolean> {
  const { present } = await settleStacks(web);
  await removeFailedCreations(web, present);
  const { deploymentRole } = web.environment;
  return present.some(
    ({ name, status }) =>
      deploymentRole.kind === "deploy" && name === deploymentRole.stackName && conditionOf(status) === "settled",
  );
}
