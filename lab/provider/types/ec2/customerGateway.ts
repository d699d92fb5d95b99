import {
  CreateCustomerGatewayCommand,
  type CustomerGateway,
  DeleteCustomerGatewayCommand,
  DescribeCustomerGatewaysCommand,
  type GatewayType,
} from "@aws-sdk/client-ec2";
import { type Aws } from "../../aws";
import { numeric, text } from "../../properties";
import { type ResourceType } from "../../resourceType";
import { until, untilGone } from "../../wait";
import { ec2, ec2Tagging, given, tagsAll, tagSpecifications } from "./common";

async function describe(aws: Aws, id: string): Promise<CustomerGateway | undefined> {
  const answer = await ec2(aws).send(new DescribeCustomerGatewaysCommand({ CustomerGatewayIds: [id] }));
  const [gateway] = answer.CustomerGateways ?? [];
  return gateway?.State === "deleted" ? undefined : gateway;
}

export const customerGateway: ResourceType = {
  token: "aws:ec2/customerGateway:CustomerGateway",
  required: ["type"],
  replaceOn: ["bgpAsn", "bgpAsnExtended", "certificateArn", "deviceName", "ipAddress", "type"],
  outputs: ["arn"],
  tagging: ec2Tagging,
  async create(aws, inputs) {
    const { CustomerGateway: made } = await ec2(aws).send(
      new CreateCustomerGatewayCommand({
        BgpAsn: numeric(inputs, "bgpAsn"),
        BgpAsnExtended: numeric(inputs, "bgpAsnExtended"),
        CertificateArn: text(inputs, "certificateArn"),
        DeviceName: text(inputs, "deviceName"),
        IpAddress: text(inputs, "ipAddress"),
        Type: text(inputs, "type") as GatewayType,
        TagSpecifications: tagSpecifications("customer-gateway", inputs),
      }),
    );
    const id = aws.acknowledged(given(made?.CustomerGatewayId, "a customer gateway id"));
    await until(aws, `${id} to be available`, 600, async () =>
      (await describe(aws, id))?.State === "available" ? true : undefined,
    );
    return id;
  },
  async read(aws, id) {
    const found = await describe(aws, id);
    if (found === undefined) return undefined;
    return {
      arn: aws.arn("ec2", `customer-gateway/${id}`),
      bgpAsn: found.BgpAsn,
      bgpAsnExtended: found.BgpAsnExtended,
      certificateArn: found.CertificateArn,
      deviceName: found.DeviceName,
      ipAddress: found.IpAddress,
      type: found.Type,
      tagsAll: tagsAll(found.Tags),
    };
  },
  async remove(aws, id) {
    await ec2(aws).send(new DeleteCustomerGatewayCommand({ CustomerGatewayId: id }));
    await untilGone(aws, id, 300, () => describe(aws, id));
  },
};
