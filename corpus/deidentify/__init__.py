"""De-identification before coding: what to replace, by what, where it then stands.

It *suggests* identifiers and applies what a person accepted. It promises no anonymity: what
nobody suggested and nobody saw stays in the text.

matching     spellings in text: whole words, longest first, in one case or in any
patterns     what has a shape: phone numbers, addresses, identity numbers
known        the study's own names
pseudonyms   one pseudonym for a person, whatever the spelling, in all files and all runs
places       where spellings stand, and among which words
review       the table in which a person decides
decisions    from that table to what is replaced
offsets      text with replacements, and the map from old places to new ones
rendering    a transcript that qualflow reads, with speakers, roles and times
aligning     that it reads so, and where each piece of it stands
output       names of files, cases, the offset map, the swap
key          which pseudonym is whom; lies outside the study
"""
