import { Camera, Images, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Spinner } from '@/kit/progress'
import { useFilling } from '../context'
import { looksOf, type UploadNode } from '../engine/node'
import { shrunk } from '../media/picture'
import { placeOfPhoto } from '../media/place'
import type { Fix, NoPlace } from '../ports'
import { words } from '../words'
import { EvidenceLine } from './evidence-line'
import { type Face, wordsOf } from './face'
import s from './media.module.css'
import { Pad } from './pad'
import { PickFile } from './pick-file'
import { type Made, useAddress, useFile } from './use-file'

export function PictureQuestion({ node, told }: Face<UploadNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const { file, evidence, isBusy, keep, locate, remove } = useFile(node)
  const address = useAddress(file)
  const [isDrawn, setDrawn] = useState(false)
  // The place is looked for while the photo is taken: nobody waits for it twice.
  const place = useRef<Promise<Fix | NoPlace> | null>(null)
  const looks = looksOf(node)

  async function made(original: Blob): Promise<Made> {
    const { blob, ending } = await shrunk(original, node.maxPixels)
    const found = placeOfPhoto(place.current, () => sheet.findPlace())
    place.current = null
    return { original, blob, ending, place: found }
  }
  async function take(original: File): Promise<void> {
    await keep(() => made(original))
    if (looks.has('annotate')) setDrawn(true)
  }
  const search = () => {
    place.current = sheet.findPlace()
  }
  if (isDrawn && file) {
    return (
      <Pad
        label={t('annotate')}
        under={file}
        ink="red"
        onDone={(blob, strokes) => {
          setDrawn(false)
          const before = evidence?.place ? Promise.resolve(evidence.place) : sheet.findPlace()
          void keep(async () => ({ original: blob, blob, ending: '.png', place: before, strokes }))
        }}
        onCancel={() => setDrawn(false)}
      />
    )
  }
  return (
    <fieldset className={s.media} {...wordsOf(told)}>
      {address && <img className={s.photo} src={address} alt={file?.name ?? ''} />}
      {evidence && <EvidenceLine evidence={evidence} onLocate={isRead ? null : locate} />}
      {isBusy && (
        <p className={s.busy} role="status">
          <Spinner size={20} /> {t('keepingPhoto')}
        </p>
      )}
      {!isRead && (
        <div className={s.acts}>
          <Takers
            looks={looks}
            isThere={file !== null}
            isBusy={isBusy}
            describedBy={told['aria-labelledby']}
            onPress={search}
            onPick={photo => void take(photo)}
          />
          {file && looks.has('annotate') && (
            <Button icon={Pencil} onPress={() => setDrawn(true)}>
              {t('annotate')}
            </Button>
          )}
          {file && (
            <Button icon={Trash2} onPress={remove}>
              {t('remove')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}

interface TakersProps {
  readonly looks: ReadonlySet<string>
  readonly isThere: boolean
  readonly isBusy: boolean
  readonly describedBy: string
  readonly onPress: () => void
  readonly onPick: (photo: File) => void
}

/** The camera, and the album where the form does not ask for a new photo. */
function Takers({ looks, isThere, isBusy, ...rest }: TakersProps) {
  const t = useWords(words)
  const isOnlyNew = looks.has('new') || looks.has('new-front')
  const camera = looks.has('front') || looks.has('new-front') ? 'user' : 'environment'
  return (
    <>
      <PickFile
        {...rest}
        icon={Camera}
        label={t(isThere ? 'takeAgain' : 'takePhoto')}
        accept="image/*"
        capture={camera}
        isMain={!isThere}
        isDisabled={isBusy}
      />
      {!isOnlyNew && !isThere && (
        <PickFile {...rest} icon={Images} label={t('album')} accept="image/*" isDisabled={isBusy} />
      )}
    </>
  )
}
