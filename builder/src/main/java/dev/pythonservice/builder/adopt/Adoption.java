package dev.pythonservice.builder.adopt;

import java.util.List;

/**
 * What adopting comes to, before anything is written.
 *
 * @param changes the files to write; none where all is done
 * @param notes what is not carried over as it is
 * @param differences where the new lock is not the old one
 */
public record Adoption(List<Change> changes, List<Note> notes, List<Difference> differences) {

  public Adoption {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
    differences = List.copyOf(differences);
  }
}
