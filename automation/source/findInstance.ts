import { PantherError } from "../../model/error.ts";
import { deployerTag } from "../../model/source/sourceNames.ts";
import type { SourceApis } from "./sourceApis.ts";

/** An environment's machine for building Panther. */
export interface DeployerInstance {
  readonly id: string;
  /** EC2's, for example m5.large. */
  readonly type: string;
  /** EC2's: pending, running, stopping, stopped. */
  readonly state: string;
}

/**
 * The instance that carries the environment's tag.
 * @throws PantherError `source-no-instance`, `source-two-instances`
 */
export async function findInstance(
  { instances }: Pick<SourceApis, "instances">,
  environment: string,
): Promise<DeployerInstance> {
  const { Reservations = [] } = await instances.describeInstances({
    Filters: [{ Name: `tag:${deployerTag}`, Values: [environment] }],
  });
  const found = Reservations.flatMap(({ Instances = [] }) => Instances)
    .map(({ InstanceId = "", InstanceType = "", State }) => ({
      id: InstanceId,
      type: InstanceType,
      state: State?.Name ?? "",
    }))
    // EC2 shows one that is gone for about an hour.
    .filter(({ state }) => !["terminated", "shutting-down"].includes(state));
  const [instance, ...others] = found;
  if (!instance) {
    throw new PantherError(
      "source-no-instance",
      `No instance has the tag ${deployerTag} = ${environment}.`,
      `Make it: pulumi up --stack ${environment}. Then run the same command again.`,
    );
  }
  if (others.length > 0) {
    throw new PantherError(
      "source-two-instances",
      `Several instances have the tag ${deployerTag} = ${environment}: ${found.map(({ id }) => id).join(", ")}.`,
      "Terminate those that Pulumi does not know, or remove their tag: pulumi stack output sourceDeployerInstanceId",
    );
  }
  return instance;
}
