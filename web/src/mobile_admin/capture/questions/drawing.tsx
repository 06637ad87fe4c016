/** A signature or a sketch. */
import { PenLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { useFilling } from '../context'
import { looksOf, type UploadNode } from '../engine/node'
import { words } from '../words'
import { EvidenceLine } from './evidence-line'
import { type Face, wordsOf } from './face'
import s from './media.module.css'
import { Pad } from './pad'
import { useAddress, useFile } from './use-file'

const SIGNATURE = { first: 'sign', again: 'signAgain', here: 'signHere', done: 'signed' } as const
const SKETCH = { first: 'draw', again: 'drawAgain', here: 'drawHere', done: 'drawn' } as const

export function DrawingQuestion({ node, told }: Face<UploadNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const { file, evidence, isBusy, keep, locate, remove } = useFile(node)
  const address = useAddress(file)
  const [isOpen, setOpen] = useState(false)
  const isSignature = looksOf(node).has('signature')
  const said = isSignature ? SIGNATURE : SKETCH
  if (isOpen) {
    return (
      <Pad
        label={t(said.here)}
        hasLine={isSignature}
        maxPixels={node.maxPixels}
        onDone={(blob, strokes) => {
          setOpen(false)
          const place = sheet.findPlace()
          void keep(async () => ({ original: blob, blob, ending: '.png', place, strokes }))
        }}
        onCancel={() => setOpen(false)}
      />
    )
  }
  return (
    <fieldset className={s.media} {...wordsOf(told)}>
      {address && <img className={s.drawn} src={address} alt={t(said.done)} />}
      {evidence && <EvidenceLine evidence={evidence} onLocate={isRead ? null : locate} />}
      {!isRead && (
        <div className={s.acts}>
          <Button
            look={file ? 'plain' : 'secondary'}
            size="l"
            icon={PenLine}
            isPending={isBusy}
            onPress={() => setOpen(true)}
          >
            {t(file ? said.again : said.first)}
          </Button>
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
