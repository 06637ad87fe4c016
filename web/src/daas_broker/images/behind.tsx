/** That new desktops would be made of something else today: of a change here, or of this release. */
import { Hammer } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { words } from './behind.words'
import { useBuild } from './building'
import s from './page.module.css'
import { behindOf, type Image } from './state'

interface BehindProps {
  readonly image: Image
  /** This very image is being built: there is nothing to say until it is. */
  readonly isBuilt: boolean
  readonly isBusy: boolean
  /** How long after a start it is built by itself. */
  readonly settling: number
}

export function Behind({ image, isBuilt, isBusy, settling }: BehindProps) {
  const t = useWords(words)
  const { isPending, start } = useBuild(image, isBusy)
  const behind = behindOf(image)
  if (!behind || isBuilt) return null
  const { kind, number, next } = behind
  const ownWay = image.builds_itself ? 'itself' : 'byHand'
  return (
    <p className={s.behind}>
      <Hammer size={16} aria-hidden />
      <span>
        {t(kind, { number, next })}
        {kind === 'other_release' && ` ${t(ownWay, { number, minutes: settling })}`}
      </span>
      {kind !== 'held' && (
        <Button
          size="s"
          isDisabled={isBusy}
          isPending={isPending}
          aria-label={`${image.title} ${t('act')}`}
          onPress={() => void start()}
        >
          {t('act')}
        </Button>
      )}
    </p>
  )
}
