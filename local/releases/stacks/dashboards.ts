import type { StackDefinition } from "./definition.ts";

const widget = (title: string, namespace: string, metric: string, dimension: string, value: string): object => ({
  type: "metric",
  width: 12,
  height: 6,
  properties: { title, region: "REGION", metrics: [[namespace, metric, dimension, value]], stat: "Sum", period: 300 },
});

export const dashboards: StackDefinition = {
  name: "Dashboards",
  tag: "panther-cw-dashboards",
  style: "long",
  dependsOn: [],
  wires: {},
  customResources: false,
  body: (scope) => {
    const widgets = [
      widget("Errors of the log processor", "AWS/Lambda", "Errors", "FunctionName", "panther-log-processor"),
      widget("Errors of the rules engine", "AWS/Lambda", "Errors", "FunctionName", "panther-rules-engine"),
      widget("Waiting input", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "panther-input-data-queue"),
      widget(
        "Waiting alerts",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "QueueName",
        "panther-alert-delivery-queue",
      ),
    ];
    const body = JSON.stringify({ widgets: widgets.slice(0, 2 + scope.revision("OverviewDashboard")) });
    return {
      Description: "Dashboards over all of Panther",
      Resources: {
        OverviewDashboard: {
          Type: "AWS::CloudWatch::Dashboard",
          Properties: {
            DashboardName: { "Fn::Sub": "PantherOverview-${AWS::Region}" },
            DashboardBody: { "Fn::Sub": body.replaceAll("REGION", "${AWS::Region}") },
          },
        },
      },
    };
  },
};
