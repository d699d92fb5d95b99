import {
  type Action,
  type ActionTypeEnum,
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenerAttributesCommand,
  DescribeListenersCommand,
  type Listener,
  ModifyListenerAttributesCommand,
  ModifyListenerCommand,
  type ProtocolEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Aws } from "../../aws";
import { same } from "../../equality";
import { block, blocks, needText, nonEmpty, numeric, text, textMap } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { type Props } from "../../values";
import { given } from "../given";
import { tagList } from "../tags";
import { type Attribute, attributeProps, changedAttributes, elb, tagging, tagsOf } from "./common";

const attributes: readonly Attribute[] = [
  { property: "tcpIdleTimeoutSeconds", key: "tcp.idle_timeout.seconds", kind: "number" },
];

async function describe(aws: Aws, arn: string): Promise<Listener | undefined> {
  return (await elb(aws).send(new DescribeListenersCommand({ ListenerArns: [arn] }))).Listeners?.[0];
}

/** A target group by itself, or a `forward` block, which may weigh several. */
function actionOf(action: Props, index: number): Action {
  const forward = block(action, "forward");
  const single = text(action, "targetGroupArn");
  return {
    Type: needText(action, "type") as ActionTypeEnum,
    Order: numeric(action, "order") ?? index + 1,
    ...(single === undefined ? {} : { TargetGroupArn: single }),
    ...(forward === undefined
      ? {}
      : {
          ForwardConfig: {
            TargetGroups: blocks(forward, "targetGroups").map((group) => ({
              TargetGroupArn: text(group, "arn"),
              Weight: numeric(group, "weight") ?? 1,
            })),
          },
        }),
  };
}

const actionProps = (action: Action, index: number): Props => ({
  type: action.Type,
  order: action.Order ?? index + 1,
  targetGroupArn: action.TargetGroupArn,
  forward:
    action.ForwardConfig === undefined
      ? undefined
      : {
          targetGroups: (action.ForwardConfig.TargetGroups ?? []).map((group) => ({
            arn: group.TargetGroupArn,
            weight: group.Weight,
          })),
        },
});

const shapeOf = (inputs: Props): { Port?: number; Protocol?: ProtocolEnum; DefaultActions: Action[] } => {
  const [port, protocol] = [numeric(inputs, "port"), text(inputs, "protocol")];
  return {
    ...(port === undefined ? {} : { Port: port }),
    ...(protocol === undefined ? {} : { Protocol: protocol as ProtocolEnum }),
    DefaultActions: blocks(inputs, "defaultActions").map(actionOf),
  };
};

async function writeAttributes(aws: Aws, arn: string, news: Props, olds: Props): Promise<void> {
  const Attributes = changedAttributes(attributes, news, olds);
  if (Attributes.length > 0)
    await elb(aws).send(new ModifyListenerAttributesCommand({ ListenerArn: arn, Attributes }));
}

export const listener: ResourceType = {
  token: "aws:lb/listener:Listener",
  required: ["defaultActions", "loadBalancerArn"],
  replaceOn: ["loadBalancerArn"],
  outputs: ["arn"],
  chosenByAws: ["protocol", "sslPolicy", "tcpIdleTimeoutSeconds"],
  ordered: ["defaultActions"],
  tagging,
  async create(aws, inputs) {
    const { Listeners } = await elb(aws).send(
      new CreateListenerCommand({
        LoadBalancerArn: needText(inputs, "loadBalancerArn"),
        ...shapeOf(inputs),
        Tags: nonEmpty(tagList(textMap(inputs, "tagsAll"))),
      }),
    );
    const arn = aws.acknowledged(given(Listeners?.[0]?.ListenerArn, "a listener's ARN"));
    await writeAttributes(aws, arn, inputs, {});
    return arn;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    const [answer, tags] = await Promise.all([
      elb(aws).send(new DescribeListenerAttributesCommand({ ListenerArn: id })),
      tagsOf(aws, id),
    ]);
    return {
      arn: id,
      loadBalancerArn: found.LoadBalancerArn,
      port: found.Port,
      protocol: found.Protocol,
      // Only a listener that speaks TLS has one.
      sslPolicy: found.Protocol === "TLS" ? found.SslPolicy : "",
      defaultActions: (found.DefaultActions ?? []).map(actionProps),
      ...attributeProps(attributes, answer.Attributes ?? []),
      tagsAll: tags,
    };
  },
  async update(aws, id, news, olds) {
    await writeAttributes(aws, id, news, olds);
    if (["port", "protocol", "defaultActions"].some((key) => !same(news[key], olds[key])))
      await elb(aws).send(new ModifyListenerCommand({ ListenerArn: id, ...shapeOf(news) }));
  },
  async remove(aws, id) {
    await elb(aws).send(new DeleteListenerCommand({ ListenerArn: id }));
  },
};
