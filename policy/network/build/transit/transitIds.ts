import { type SubnetPart } from "../parts";
import { type AttachmentPart, type TransitPart } from "./transitTypes";
import { type TablePart } from "./transitTables";

/** Ids of a transit gateway's nodes. docs/proof.md, Nodes. */
export const transitIds = {
  in: ({ transit, key }: AttachmentPart) => `tgw/${transit.key}/${key}/in`,
  out: ({ transit, key }: AttachmentPart) => `tgw/${transit.key}/${key}/out`,
  table: ({ transit, key }: TablePart) => `tgw/${transit.key}/table/${key}`,
  /** All attachments, and all tables: where one change of a route, of an association would lead. No packet comes here. */
  anyAttachment: ({ key }: TransitPart) => `tgw/${key}/any-attachment`,
  anyTable: ({ key }: TransitPart) => `tgw/${key}/any-table`,
  /** From a subnet to an attachment, past the choice of its availability zone and the list of the attachment's subnet. */
  from: ({ transit, key }: AttachmentPart, subnet: SubnetPart) =>
    `tgw/${transit.key}/${key}/from/${subnet.key}`,
} as const;
