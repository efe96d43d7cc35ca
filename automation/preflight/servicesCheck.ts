import { serviceObservations, serviceParameters, servicesOf } from "../../model/preflight/regionServices.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";

// AWS Systems Manager API Reference, GetParameters: at most 10 names a call.
const namesOfCall = 10;

export const servicesCheck: Check<Context> = {
  code: "services",
  look: async ({ run, apis, facts }) => {
    const { region } = run.environment;
    const needed = servicesOf(await facts.resources());
    const names = needed.flatMap(({ listed }) =>
      listed.flatMap((service) => Object.values(serviceParameters(region, service))),
    );
    const calls = Array.from({ length: Math.ceil(names.length / namesOfCall) }, (_, index) =>
      apis.publicParameters.getParameters({ Names: names.slice(index * namesOfCall, (index + 1) * namesOfCall) }),
    );
    const answers = await Promise.all(calls);
    const found = new Set(answers.flatMap(({ Parameters = [] }) => Parameters.flatMap(({ Name }) => Name ?? [])));
    return serviceObservations(needed, found, region);
  },
};
