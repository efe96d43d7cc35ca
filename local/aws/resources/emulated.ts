import { ResourceError } from "../../cloudformation/errors.ts";
import type { Provisioned, ResourceProvider, ResourceRequest } from "../../cloudformation/types.ts";
import type { EmulatorClient } from "../emulatorClient.ts";
import { readEmulated } from "./readEmulated.ts";

/** Resources that MiniStack makes, through the launcher's endpoint (local/emulator/resources.py). */
export function emulatedResources(emulator: Pick<EmulatorClient, "resources" | "call">): ResourceProvider {
  const operate = async (operation: "create" | "update" | "delete", request: ResourceRequest) => {
    const { scope, ...rest } = request;
    const { status, answer } = await emulator.resources({
      ...rest,
      operation,
      accountId: scope.accountId,
      region: scope.region,
    });
    if (status === 200) return answer;
    if (answer.error === "unsupported") {
      throw new ResourceError(
        `Local AWS has no resource type ${request.type}; where a record of it is enough, add it to local/aws/resources/inert.ts`,
      );
    }
    throw new ResourceError(String(answer.message));
  };
  return {
    create: async (request) => provisioned(await operate("create", request)),
    update: async (request) => provisioned(await operate("update", request)),
    delete: async (request) => {
      await operate("delete", request);
    },
    read: (request) => readEmulated(emulator, request),
  };
}

function provisioned(answer: Readonly<Record<string, unknown>>): Provisioned {
  return { physicalId: String(answer.physicalId), attributes: answer.attributes as Provisioned["attributes"] };
}
