/** What a file is, and what its asker may do where it is refused. */
import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_findings',
  {
    kinds: {
      text: '글',
      picture: '그림',
      compound: '옛 한글·오피스 파일',
      packed: '압축 파일',
      program: '프로그램',
      other: '알 수 없음',
    },
    instead: {
      packed: '압축을 풀어 zip으로 다시 묶거나 파일을 하나씩 보내십시오.',
      protected: '암호를 풀고 다시 저장해 보내십시오.',
      damaged: '원래 프로그램에서 열어 다시 저장해 보내십시오.',
      bomb: '여러 묶음으로 나누어 보내십시오.',
      disguised: '파일 이름의 확장자를 내용에 맞게 고쳐 보내십시오.',
      macro: '매크로가 없는 형식(docx·xlsx·pdf)으로 저장해 보내십시오.',
    },
  },
  {
    kinds: {
      text: 'text',
      picture: 'picture',
      compound: 'older office file',
      packed: 'archive',
      program: 'program',
      other: 'unknown',
    },
    instead: {
      packed: 'Unpack it and pack it anew as a zip, or send the files one by one.',
      protected: 'Remove the password, save it and send that.',
      damaged: 'Open it in its own program, save it anew and send that.',
      bomb: 'Send it in several smaller archives.',
      disguised: 'Give it the ending that its contents have.',
      macro: 'Save it in a format without macros (docx, xlsx, pdf) and send that.',
    },
  },
)
