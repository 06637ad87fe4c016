/** A picture, sound or film that a question brings along. */
import { useEffect, useState } from 'react'
import s from './capture.module.css'
import { useFilling } from './context'
import type { Said } from './engine/node'
import { fileOf } from './engine/open'
import { sameFields, useReading } from './engine/reading'

export function LabelMedia({ said }: { readonly said: Said }) {
  const { image, sound, film } = useReading(
    () => ({
      image: said.imageSource?.href ?? null,
      sound: said.audioSource?.href ?? null,
      film: said.videoSource?.href ?? null,
    }),
    sameFields,
  )
  const imageAt = useMedia(image)
  const soundAt = useMedia(sound)
  const filmAt = useMedia(film)
  return (
    <>
      {imageAt && <img className={s.labelImage} src={imageAt} alt="" />}
      {/* biome-ignore lint/a11y/useMediaCaption: the form's own recording has no captions */}
      {soundAt && <audio controls src={soundAt} />}
      {/* biome-ignore lint/a11y/useMediaCaption: the form's own film has no captions */}
      {filmAt && <video className={s.labelImage} controls src={filmAt} />}
    </>
  )
}

function useMedia(address: string | null): string | null {
  const { sheet } = useFilling()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    let made = ''
    if (address === null) return
    void sheet.media(fileOf(address)).then(blob => {
      if (isGone || blob === null) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    })
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
      setUrl(null)
    }
  }, [address, sheet])
  return url
}
