/** A file's size, and that the policy of this moment lets none so big cross. */
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { useLatest } from '../channel'
import type { Desk } from '../desk'
import { permit, type Way } from '../permit'
import { words } from './files.words'

export function useSizeNote(desk: Desk, way: Way): (size: number) => string {
  const t = useWords(words)
  const now = useLatest(desk.channel, permit)
  const limit = now?.[`files_${way}_bytes`]
  return size =>
    limit !== undefined && size > limit
      ? t('tooBig', { size: bytes(size), limit: bytes(limit) })
      : bytes(size)
}
