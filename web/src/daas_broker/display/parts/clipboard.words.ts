import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_clipboard',
  {
    files: '파일은 붙여넣기로 넘어가지 않습니다.',
    filesNote: '문서함에 올린 뒤 이 화면의 “파일”에서 가상PC로 가져오십시오.',
    openFiles: '파일 열기',
    other: '복사한 것에 글도 그림(PNG)도 없어 넘어가지 않습니다.',
    otherNote: '글만 다시 복사하거나, 파일로 저장해 문서함으로 옮기십시오.',
    textOnly: '글만 넘어갑니다. 굵기·표 같은 서식은 빠집니다.',
    kinds: '글과 그림(PNG) 말고는 넘어가지 않습니다. 굵기·표 같은 서식은 빠집니다.',
  },
  {
    files: 'Files do not cross by pasting.',
    filesNote:
      'Put them into the drive, and bring them into the desktop by “Files” on this screen.',
    openFiles: 'Open Files',
    other: 'What you copied has neither a text nor a picture (PNG): it does not cross.',
    otherNote: 'Copy the text alone, or save it as a file and take it through the drive.',
    textOnly: 'Text alone crosses. Bold, tables and the like are left out.',
    kinds: 'Nothing but texts and pictures (PNG) crosses. Bold, tables and the like are left out.',
  },
)
