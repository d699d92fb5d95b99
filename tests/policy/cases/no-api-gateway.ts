import { resource } from "../stack";
import { type RuleCases } from "./ruleCases";
import { refusedTypes } from "./types";

export const cases: RuleCases = {
  accepts: { "a function": { resources: [resource("aws:lambda/function:Function", "it")] } },
  refuses: refusedTypes({
    "a REST API": "aws:apigateway/restApi:RestApi",
    "an HTTP API": "aws:apigatewayv2/api:Api",
    "a VPC link": "aws:apigatewayv2/vpcLink:VpcLink",
    "an App Runner connector": "aws:apprunner/vpcConnector:VpcConnector",
    "a GraphQL API": "aws:appsync/graphQLApi:GraphQLApi",
    "an ECS express service": "aws:ecs/expressGatewayService:ExpressGatewayService",
  }),
};
