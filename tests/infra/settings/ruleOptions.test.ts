import { expect } from "chai";
import { policyJson } from "../../../infra/iam";
import { ruleOptionsOf } from "../../../infra/settings/ruleOptions";
import { declaredBucketStatements } from "../../../infra/storage/bucketPolicies";
import { closedBuckets } from "../../../policy/rules/closed-buckets";
import { findingsOf, resource } from "../../policy/stack";
import { settingsOf } from "../mocks";

const [own, foreign] = ["arn:aws:iam::111122223333:role/inside", "arn:aws:iam::999900001111:role/publish"];
const settings = settingsOf("staging", (config) => {
  const buckets = config["overflow:buckets"] as Record<string, object>;
  const [first = "", second = first] = Object.keys(buckets);
  buckets[first] = { ...buckets[first], publishers: [own, foreign] };
  buckets[second] = { ...buckets[second], publishers: [foreign] };
});

describe("options of the rules", () => {
  const options = ruleOptionsOf(settings);

  it("are the settings' build network and its gateways", () => {
    const gateways = Object.values(settings.link.gateways).map(({ address }) => address);
    expect(options["isolated-network"]).to.deep.equal({
      ...{ buildNetwork: settings.buildNetwork.blocks, vpnGateways: gateways },
    });
    expect(options["known-customer-gateway"]).to.deep.equal({ customerGateways: gateways });
    expect(options["known-vpn-link"]).to.deep.equal({ buildNetwork: settings.buildNetwork.blocks });
  });

  it("name each role that publishes to a bucket, once", () => {
    expect(options["closed-buckets"]).to.deep.equal({ principals: [own, foreign] });
  });

  it("let the publishers' bucket policy through, which without them is refused", () => {
    const [bucket, endpoint] = ["overflow-clone-bundles", "vpce-0a1b"];
    const policy = policyJson(
      declaredBucketStatements({
        ...{ account: "111122223333", bucket, readers: [endpoint], writers: [], publishers: [foreign] },
      }),
    );
    const stack = [
      resource("pulumi:providers:aws", "account", { allowedAccountIds: ["111122223333"] }),
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", { id: endpoint }),
      resource("aws:s3/bucket:Bucket", "bundles", { id: bucket, bucket }),
      resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bundles-block", {
        ...{ bucket, blockPublicAcls: true, blockPublicPolicy: true },
        ...{ ignorePublicAcls: true, restrictPublicBuckets: true },
      }),
      resource("aws:s3/bucketPolicy:BucketPolicy", "bundles-policy", { bucket, policy }),
    ];
    expect(findingsOf(closedBuckets, stack, options["closed-buckets"])).to.deep.equal([]);
    const place = ["refused", "bundles-policy", "policy"];
    // Objects and the list of them: a statement each.
    expect(findingsOf(closedBuckets, stack)).to.deep.equal([place, place]);
  });
});
