import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import {
  flexBubbleSchema,
  linePreviewAnswerSchema,
  linePreviewQuerySchema,
} from '../../app/contract/hq-admin-line-preview.ts';
import type { LineSampleKind } from '../../app/contract/hq-admin-line-preview.ts';
import { bubbleBytesMax, bytesOf } from '../../app/line/check-message-sizes.ts';
import { messageNature } from '../../app/line/message-kinds.ts';
import { sampleMessages } from '../../app/line/sample-messages.ts';
import { getBrand } from '../db/brand.ts';
import { memberPageUrl } from '../line/member-page-url.ts';
import type { Guard } from './admin-routes.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
const newsKinds: readonly LineSampleKind[] = ['vouchers-expiring', 'points-expiring'];
/** Where a button leads while HQ has no LIFF app: the page is shown with it all the same. */
const exampleUrl = 'https://liff.line.me/0000000000-example';

/** Every kind of LINE message as it would be sent, on invented facts. Sends nothing. */
export function addAdminLinePreviewRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/line/preview`,
    preValidation: guard,
    schema: {
      querystring: linePreviewQuerySchema,
      response: { 200: linePreviewAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { kind, language, size } = request.query;
      const { brandName } = await getBrand(deps.db);
      const url = memberPageUrl(deps.lineChannel) ?? exampleUrl;
      const facts = { brandName, atMs: deps.nowMs(), language, memberPageUrl: url, size };
      return {
        brandName,
        messages: sampleMessages(kind, facts).map(({ altText, contents }) => ({
          altText,
          contents: flexBubbleSchema.parse(contents),
          bytes: bytesOf(contents),
          bytesMax: bubbleBytesMax,
        })),
        news: newsKinds.includes(kind) && messageNature.expiring === 'news',
      };
    },
  });
}
