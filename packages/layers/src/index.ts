export { scaledDotProductAttention } from "./attention.ts";
export type { AttentionOptions } from "./attention.ts";
export { batchNorm1d, batchNorm2d } from "./batch-norm.ts";
export type { CellState } from "./cell.ts";
export type { ChannelNormOptions } from "./channel-norm.ts";
export { conv1d } from "./conv1d.ts";
export type { Conv1dLayerOptions } from "./conv1d.ts";
export { convTranspose1d, convTranspose2d } from "./conv-transpose.ts";
export type { ConvTranspose1dLayerOptions, ConvTranspose2dLayerOptions } from "./conv-transpose.ts";
export { conv2d } from "./conv2d.ts";
export type { Conv2dLayerOptions } from "./conv2d.ts";
export { dropout } from "./dropout.ts";
export { embedding, embeddingBag } from "./embedding.ts";
export type { EmbeddingBagOptions, EmbeddingOptions } from "./embedding.ts";
export { flatten } from "./flatten.ts";
export { freeze, unfreeze } from "./freeze.ts";
export { groupNorm } from "./group-norm.ts";
export { identity } from "./identity.ts";
export {
  defaultUniform,
  kaimingNormal,
  kaimingUniform,
  lecunNormal,
  xavierNormal,
  xavierUniform,
} from "./initializers.ts";
export type { Initializer, InitializerOptions, KaimingOptions } from "./initializers.ts";
export { instanceNorm2d } from "./instance-norm.ts";
export { layerNorm, rmsNorm } from "./layer-norm.ts";
export type { LayerNormOptions, NormalizedShape, RmsNormOptions } from "./layer-norm.ts";
export { isLayer, keeping, layer, namedParameters } from "./layer.ts";
export type { Chained, Context, KeepsFeatures, Layer, Making, Observe, Stage } from "./layer.ts";
export { linear } from "./linear.ts";
export type { WeightOptions } from "./linear.ts";
export { localResponseNorm } from "./local-response-norm.ts";
export type { LocalResponseNormOptions } from "./local-response-norm.ts";
export { multiHeadAttention } from "./multi-head-attention.ts";
export type { Masks, MultiHeadAttention, MultiHeadAttentionOptions } from "./multi-head-attention.ts";
export { normalize, normalizeRootMeanSquare } from "./normalize.ts";
export type { NormalizeOptions } from "./normalize.ts";
export { orthogonal } from "./orthogonal.ts";
export { pixelShuffle } from "./pixel-shuffle.ts";
export { adaptiveAvgPool1d, adaptiveAvgPool2d, avgPool1d, avgPool2d } from "./pooling.ts";
export { globalAvgPool2d, maxPool1d, maxPool2d } from "./pooling.ts";
export { positionalEncoding } from "./positional-encoding.ts";
export type { PositionalEncodingOptions } from "./positional-encoding.ts";
export { gruCell, lstmCell, rnnCell } from "./recurrent-cells.ts";
export type { Cell, CellOptions } from "./recurrent-cells.ts";
export { gru, lstm, rnn } from "./recurrent-layers.ts";
export type { RnnOptions } from "./recurrent-layers.ts";
export type { HiddenFeatures, Recurrent, RecurrentOptions } from "./recurrent.ts";
export { residual } from "./residual.ts";
export type { Momentum } from "./running-statistics.ts";
export { runStage } from "./run-stage.ts";
export { sequential } from "./sequential.ts";
export { loadStateDict, stateDict } from "./state-dict.ts";
export type { StateDict, StateValue } from "./state-dict.ts";
export { summary, summaryRows } from "./summary.ts";
export type { SummaryOptions, SummaryRow } from "./summary.ts";
export type { PaddingMode } from "./surroundings.ts";
export { transformerEncoder, transformerEncoderLayer } from "./transformer.ts";
export type { TransformerEncoderLayer, TransformerEncoderLayerOptions } from "./transformer.ts";
export { truncatedNormal } from "./truncated-normal.ts";
export type { TruncatedNormalOptions } from "./truncated-normal.ts";
export { fold, unfold } from "./unfold.ts";
export type { UnfoldOptions } from "./unfold.ts";
export { upsample } from "./upsample.ts";
export type { UpsampleOptions } from "./upsample.ts";
