/** A question answered with a file: which face it has, its kind and looks decide. */
import { looksOf, type UploadNode } from '../engine/node'
import { DrawingQuestion } from './drawing'
import type { Face } from './face'
import { FileQuestion } from './file'
import { PictureQuestion } from './picture'
import { RecordingQuestion } from './recording'

export function UploadQuestion({ node, told }: Face<UploadNode>) {
  const { type } = node.nodeOptions.media
  const looks = looksOf(node)
  if (type === 'image') {
    const isDrawn = looks.has('signature') || looks.has('draw')
    return isDrawn ? (
      <DrawingQuestion node={node} told={told} />
    ) : (
      <PictureQuestion node={node} told={told} />
    )
  }
  if (type === 'audio' || type === 'video') return <RecordingQuestion node={node} told={told} />
  return <FileQuestion node={node} told={told} />
}
